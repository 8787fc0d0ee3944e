/** The command {@code tenon}. */
@SuppressWarnings("module")
open module dev.tenon.cli {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires dev.tenon.exporters.keras;
  requires dev.tenon.exporters.onnx;
  requires dev.tenon.formats;
  requires dev.tenon.importers.keras;
  requires dev.tenon.importers.onnx;
  requires dev.tenon.inspect;
  requires dev.tenon.ir;
  requires dev.tenon.keras;
  requires dev.tenon.layers;
  requires dev.tenon.runtime;
  requires dev.tenon.tensor;
  requires dev.tenon.text;
  requires dev.tenon.training;
  requires dev.tenon.zoo;
  requires info.picocli;
  requires java.desktop;
  requires java.logging;
  requires transitive org.jspecify;

  exports dev.tenon.cli.sample to
      dev.tenon.samples;

  uses dev.tenon.cli.sample.Samples;
}
