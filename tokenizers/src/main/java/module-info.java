/** Hugging Face's tokenizers in Java, without native libraries and without other dependencies. */
@SuppressWarnings("module")
module dev.tenon.tokenizers {
  requires transitive org.jspecify;

  exports dev.tenon.tokenizers;
  exports dev.tenon.tokenizers.error;
}
