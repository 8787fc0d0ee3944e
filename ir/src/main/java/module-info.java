/** The intermediate representation: graphs of operators with ONNX's names and meaning. */
@SuppressWarnings("module")
module dev.tenon.ir {
  requires transitive dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.ir.builder;
  exports dev.tenon.ir.graph;
  exports dev.tenon.ir.shape;
  exports dev.tenon.internal.collections to
      dev.tenon.exporters.keras,
      dev.tenon.exporters.onnx,
      dev.tenon.importers.onnx,
      dev.tenon.keras,
      dev.tenon.layers,
      dev.tenon.lifting,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training,
      dev.tenon.zoo;
  exports dev.tenon.ir.fold to
      dev.tenon.exporters.onnx,
      dev.tenon.importers.onnx,
      dev.tenon.inspect,
      dev.tenon.lifting,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training;
  exports dev.tenon.ir.op to
      dev.tenon.cli,
      dev.tenon.exporters.onnx,
      dev.tenon.importers.keras,
      dev.tenon.importers.onnx,
      dev.tenon.inspect,
      dev.tenon.layers,
      dev.tenon.lifting,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training;
  exports dev.tenon.ir.pass to
      dev.tenon.exporters.onnx,
      dev.tenon.inspect,
      dev.tenon.lifting,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training;
  exports dev.tenon.ir.pass.decomposition to
      dev.tenon.exporters.onnx,
      dev.tenon.lifting,
      dev.tenon.runtime.tensorflow;
  exports dev.tenon.ir.pass.fusion to
      dev.tenon.exporters.onnx,
      dev.tenon.lifting;
  exports dev.tenon.ir.pass.layout to
      dev.tenon.exporters.onnx,
      dev.tenon.runtime.tensorflow;
  exports dev.tenon.ir.pass.recognition to
      dev.tenon.lifting,
      dev.tenon.training;
  exports dev.tenon.ir.pass.recurrence to
      dev.tenon.exporters.onnx;
  exports dev.tenon.ir.pass.types to
      dev.tenon.exporters.onnx,
      dev.tenon.inspect,
      dev.tenon.lifting;
}
