package dev.tenon.exporters.onnx;

import dev.tenon.tensor.DType;
import java.util.Set;

/** Which version of the file format goes with an opset. */
final class IrVersions {
  private IrVersions() {}

  /**
   * Returns the oldest IR version that suits an opset.
   *
   * <p>It never exceeds 10: the newer ones only add things that Tenon does not write, and many
   * readers refuse them, unless there are values of the types that they added.
   */
  static int of(int opset, Set<DType> types) {
    int version = opset < 15 ? 7 : opset < 19 ? 8 : opset < 21 ? 9 : 10;
    for (DType type : types) {
      version = Math.max(version, of(type));
    }
    return version;
  }

  private static int of(DType type) {
    return switch (type) {
      case FLOAT4E2M1 -> 11;
      case FLOAT8E8M0 -> 12;
      case INT2, UINT2 -> 13;
      default -> 0;
    };
  }
}
