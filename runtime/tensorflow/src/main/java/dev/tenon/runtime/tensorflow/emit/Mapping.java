package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.ir.graph.Operator;
import java.util.List;
import org.tensorflow.Output;

/** Says how one operator is written in TensorFlow's operations. */
@FunctionalInterface
public interface Mapping<O extends Operator> {
  /** Writes the operations and returns one tensor for each output of the node. */
  List<Output<?>> emit(O operator, NodeContext at);

  /** A mapping of an operator with one output. */
  @FunctionalInterface
  interface Single<O extends Operator> {
    Output<?> emit(O operator, NodeContext at);
  }
}
