package dev.tenon.tests.engine;

import dev.tenon.runtime.GraphEngine;
import dev.tenon.runtime.tensorflow.TensorFlowEngine;

/** The kit on TensorFlow. */
final class TensorFlowCompatibilityTest extends EngineCompatibilityKit {
  @Override
  GraphEngine engine() {
    return new TensorFlowEngine();
  }

  /** TensorFlow's C API cancels a run by a time-out only. */
  @Override
  boolean stopsInsideARun() {
    return false;
  }
}
