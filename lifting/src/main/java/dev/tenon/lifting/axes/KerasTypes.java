package dev.tenon.lifting.axes;

import dev.tenon.tensor.DType;
import java.util.stream.Stream;

/**
 * The element types that Keras' arithmetic gives.
 *
 * <p>{@code keras.backend.result_type} makes uint32 of uint64, also where all operands have it.
 */
public final class KerasTypes {
  /** Why arithmetic of some operands has no equivalent in Keras. */
  public static final String NARROWED = "computes with uint64, of which Keras makes uint32";

  private KerasTypes() {}

  /** Says whether Keras computes with operands of these types in a narrower one. */
  public static boolean narrows(Stream<DType> operands) {
    return operands.anyMatch(type -> type == DType.UINT64);
  }
}
