/** Tenon's text models behind the interfaces of LangChain4j. */
@SuppressWarnings({"module", "requires-transitive-automatic"})
module dev.tenon.langchain4j {
  requires transitive dev.tenon.text;
  requires transitive langchain4j.core;
  requires transitive org.jspecify;

  exports dev.tenon.langchain4j;
}
