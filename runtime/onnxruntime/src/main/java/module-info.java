/** Runs models with ONNX Runtime Java. */
module dev.tenon.runtime.onnxruntime {
  requires com.google.protobuf;
  requires com.microsoft.onnxruntime;
  requires dev.tenon.exporters.onnx;
  requires dev.tenon.formats;
  requires dev.tenon.ir;
  requires dev.tenon.runtime;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;
  requires org.tribuo.util.onnx;

  provides dev.tenon.runtime.GraphEngine with
      dev.tenon.runtime.onnxruntime.OnnxRuntimeEngine;
}
