package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.ParameterStore;
import org.jspecify.annotations.Nullable;

/** An engine that trains. */
public interface TrainingEngine extends GraphEngine {
  /**
   * Opens a trainer for programs that train and evaluate one set of parameters.
   *
   * @param name the model's name, for messages
   * @param parameters the first values of parameters
   */
  default Trainer trainer(String name, ParameterStore parameters) {
    return trainer(name, parameters, null);
  }

  /**
   * Opens a trainer for programs that train and evaluate one set of parameters.
   *
   * @param name the model's name, for messages
   * @param parameters the first values of parameters
   * @param replica the place of this process among those that train together; null for one that
   *     trains alone
   */
  Trainer trainer(String name, ParameterStore parameters, @Nullable Replica replica);

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks this ability; the message names an engine with it
   */
  static TrainingEngine of(Engine engine) {
    return EngineAbilities.of(
        engine,
        TrainingEngine.class,
        "does not train; use engine 'tensorflow' (dependency dev.tenon:tenon-runtime-tensorflow)");
  }
}
