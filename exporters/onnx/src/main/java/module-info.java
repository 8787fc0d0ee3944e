/** Writes, edits and quantizes ONNX models. */
@SuppressWarnings("module")
module dev.tenon.exporters.onnx {
  requires com.google.protobuf;
  requires dev.tenon.formats;
  requires dev.tenon.ir;
  requires dev.tenon.layers;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;
  requires org.tribuo.util.onnx;

  exports dev.tenon.saving.onnx;
  exports dev.tenon.exporters.onnx to
      dev.tenon.cli,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.training;
  exports dev.tenon.exporters.onnx.edit to
      dev.tenon.runtime.onnxruntime,
      dev.tenon.training;
  exports dev.tenon.internal.version to
      dev.tenon.cli,
      dev.tenon.training;
}
