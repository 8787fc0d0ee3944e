/** Outputs of single layers, comparisons of models, and verification against recordings. */
module dev.tenon.inspect {
  requires com.fasterxml.jackson.databind;
  requires dev.tenon.exporters.keras;
  requires dev.tenon.exporters.onnx;
  requires dev.tenon.formats;
  requires dev.tenon.importers.keras;
  requires transitive dev.tenon.importers.onnx;
  requires transitive dev.tenon.ir;
  requires dev.tenon.layers;
  requires transitive dev.tenon.runtime;
  requires transitive dev.tenon.tensor;
  requires transitive dev.tenon.training;
  requires java.desktop;
  requires transitive org.jspecify;
  requires org.tribuo.util.onnx;

  exports dev.tenon.inspect;
  exports dev.tenon.inspect.figures;
  exports dev.tenon.inspect.plot;
  exports dev.tenon.verify;
}
