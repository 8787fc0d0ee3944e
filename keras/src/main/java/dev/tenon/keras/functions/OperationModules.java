package dev.tenon.keras.functions;

import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;

/** Knows the Python modules of Keras 3's operation classes. */
public final class OperationModules {
  private OperationModules() {}

  /** Returns the module of a class, such as {@code keras.src.ops.numpy}. */
  public static String of(String className) {
    KerasSignature operation =
        KerasSignatures.of(KerasGeneration.KERAS_3).find(SignatureKind.OPERATION, className);
    // One that Keras 3 does not have was refused before, and is not written.
    return operation == null ? "" : operation.module();
  }
}
