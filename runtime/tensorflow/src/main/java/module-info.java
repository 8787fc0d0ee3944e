/** Runs and trains models with TensorFlow Java. */
module dev.tenon.runtime.tensorflow {
  requires com.google.protobuf;
  requires dev.tenon.formats;
  requires dev.tenon.ir;
  requires dev.tenon.runtime;
  requires dev.tenon.tensor;
  requires org.bytedeco.javacpp;
  requires transitive org.jspecify;
  requires org.tensorflow.ndarray;
  requires tensorflow;
  requires tensorflow.nativelib;

  provides dev.tenon.runtime.GraphEngine with
      dev.tenon.runtime.tensorflow.TensorFlowEngine;
}
