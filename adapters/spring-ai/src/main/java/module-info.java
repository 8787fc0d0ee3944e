/** Tenon's text models behind the interfaces of Spring AI. */
@SuppressWarnings({"module", "requires-transitive-automatic"})
module dev.tenon.springai {
  requires transitive dev.tenon.text;
  requires transitive org.jspecify;
  requires transitive spring.ai.commons;
  requires transitive spring.ai.model;

  exports dev.tenon.springai;
}
