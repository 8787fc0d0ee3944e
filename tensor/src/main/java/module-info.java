/** Host tensors, element types, limits, and the exceptions about models. */
@SuppressWarnings("module")
module dev.tenon.tensor {
  requires transitive org.jspecify;

  exports dev.tenon.error;
  exports dev.tenon.limits;
  exports dev.tenon.random;
  exports dev.tenon.tensor;
  exports dev.tenon.internal.options to
      dev.tenon.exporters.onnx,
      dev.tenon.formats,
      dev.tenon.inspect,
      dev.tenon.layers,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.internal.text to
      dev.tenon.cli,
      dev.tenon.exporters.onnx,
      dev.tenon.inspect,
      dev.tenon.ir,
      dev.tenon.layers,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow,
      dev.tenon.text,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.internal.thread to
      dev.tenon.runtime,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training;
  exports dev.tenon.schema to
      dev.tenon.exporters.onnx,
      dev.tenon.formats,
      dev.tenon.importers.onnx,
      dev.tenon.ir;
}
