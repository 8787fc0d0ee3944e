package dev.tenon.internal.train.state;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The state of an optimizer as a file gave it.
 *
 * @param variables the optimizer's variables by the names that the file gives them, in its order;
 *     empty to start anew
 * @param weights what they may stand beside, in Keras' order, the likeliest first; empty for what
 *     is learned now
 */
public record SavedState(Map<String, Tensor> variables, List<List<Parameter>> weights) {
  /** No state: the optimizer starts anew. */
  public static final SavedState NONE = new SavedState(Map.of(), List.of());
}
