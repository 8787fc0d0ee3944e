/** The contract between models and engines. */
@SuppressWarnings("module")
module dev.tenon.runtime {
  requires dev.tenon.formats;
  requires dev.tenon.ir;
  requires dev.tenon.tensor;
  requires transitive org.jspecify;

  exports dev.tenon.engine;
  exports dev.tenon.runtime to
      dev.tenon.cli,
      dev.tenon.inspect,
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow,
      dev.tenon.training;
  exports dev.tenon.runtime.internal to
      dev.tenon.runtime.onnxruntime,
      dev.tenon.runtime.tensorflow;

  uses dev.tenon.runtime.GraphEngine;
}
