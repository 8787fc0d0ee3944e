package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import java.util.List;

/** An engine that computes gradients. */
public interface GradientEngine extends GraphEngine {
  /**
   * Compiles a graph with the gradients of one of its values with respect to others.
   *
   * @param graph operators only
   * @param parameters the content of every parameter that the graph reads
   * @param target the value to differentiate
   * @param sources inputs of the graph or values inside it
   * @throws UnsupportedModelException if an operator has no gradient
   */
  Differentiated differentiate(
      Graph graph, ParameterStore parameters, Value target, List<Value> sources);

  /**
   * A graph with gradients: for each source the derivative of the sum of {@code seed · target}.
   *
   * @param executable the executable of the graph's outputs, the target, the sources and the
   *     gradients
   * @param seed a further input of the target's type and shape: the weight of each element of the
   *     target
   * @param gradients the gradients of the sources, in order; zeros if the target does not depend on
   *     one
   */
  record Differentiated(Executable executable, Value seed, List<Value> gradients) {
    public Differentiated {
      gradients = List.copyOf(gradients);
    }
  }

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks this ability; the message names an engine with it
   */
  static GradientEngine of(Engine engine) {
    return EngineAbilities.of(
        engine, GradientEngine.class, "has no gradients; use engine 'tensorflow'");
  }
}
