package dev.tenon.tests.engine;

import dev.tenon.runtime.GraphEngine;
import dev.tenon.runtime.onnxruntime.OnnxRuntimeEngine;
import dev.tenon.tensor.DType;
import java.util.EnumSet;
import java.util.Set;

/** The kit on ONNX Runtime. */
final class OnnxRuntimeCompatibilityTest extends EngineCompatibilityKit {
  @Override
  GraphEngine engine() {
    return new OnnxRuntimeEngine();
  }

  @Override
  boolean stopsInsideARun() {
    return true;
  }

  /** ONNX Runtime 1.29 converts no floats of 4 bits, and integers of 2 need opset 25. */
  @Override
  Set<DType> missingTypes() {
    return EnumSet.of(DType.FLOAT4E2M1, DType.INT2, DType.UINT2);
  }
}
