package dev.tenon.lifting.functions;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.ops.KerasOp;
import java.util.List;
import java.util.Map;

/** The model that functions are added to. */
public interface FunctionTarget {
  /**
   * Applies a function to tensors, constants and plain numbers.
   *
   * @param hint the name that the operation gets, where it is free
   * @param arguments the positional arguments
   * @param keywords the others, under Keras' names
   * @return the results
   */
  List<KerasTensor> apply(
      KerasOp function, String hint, List<Object> arguments, Map<String, Object> keywords);

  /**
   * Returns the length of the batch where the file fixes it and the model keeps it; -1 where it is
   * open. Functions may mix samples only where it is fixed: {@code predict} cuts an open batch.
   */
  long fixedBatch();

  /** Returns an input of the model with the batch as its first axis. */
  Operand sample();
}
