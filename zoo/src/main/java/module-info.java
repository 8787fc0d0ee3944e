/** Pretrained networks with preprocessing, decoding and fine-tuning. */
@SuppressWarnings("module")
module dev.tenon.zoo {
  requires com.fasterxml.jackson.core;
  requires transitive com.fasterxml.jackson.databind;
  requires transitive dev.tenon.formats;
  requires dev.tenon.importers.keras;
  requires dev.tenon.ir;
  requires dev.tenon.keras;
  requires transitive dev.tenon.layers;
  requires transitive dev.tenon.tensor;
  requires transitive dev.tenon.training;
  requires java.desktop;
  requires transitive org.jspecify;

  exports dev.tenon.zoo;
  exports dev.tenon.zoo.huggingface to
      dev.tenon.cli,
      dev.tenon.text;

  provides dev.tenon.internal.format.FileFormat with
      dev.tenon.zoo.huggingface.HuggingFaceFormat;
}
