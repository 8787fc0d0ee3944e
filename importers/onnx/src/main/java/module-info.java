/** Reads ONNX models. */
@SuppressWarnings("module")
module dev.tenon.importers.onnx {
  requires com.google.protobuf;
  requires transitive dev.tenon.formats;
  requires transitive dev.tenon.ir;
  requires dev.tenon.layers;
  requires transitive dev.tenon.tensor;
  requires transitive org.jspecify;
  requires org.tribuo.util.onnx;

  exports dev.tenon.importers.onnx.structure;
  exports dev.tenon.importers.onnx to
      dev.tenon.cli,
      dev.tenon.inspect,
      dev.tenon.training;
}
