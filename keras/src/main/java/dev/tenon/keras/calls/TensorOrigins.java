package dev.tenon.keras.calls;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import org.jspecify.annotations.Nullable;

/** What a written configuration says of the tensors of a model. */
public interface TensorOrigins {
  /** Returns the call that gives a tensor. */
  TensorOrigin origin(Value value);

  /** Returns the type of a tensor; null where it is not known. */
  @Nullable TensorType type(Value value);
}
