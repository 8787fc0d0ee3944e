/** Texts in, results out: embeddings, classes and spans by the transformers of Hugging Face. */
module dev.tenon.text {
  requires dev.tenon.tensor;
  requires dev.tenon.tokenizers;
  requires transitive dev.tenon.training;
  requires transitive dev.tenon.zoo;
  requires transitive org.jspecify;

  exports dev.tenon.text;

  provides dev.tenon.internal.assets.TextPreprocessors with
      dev.tenon.text.internal.TextInputService;
}
