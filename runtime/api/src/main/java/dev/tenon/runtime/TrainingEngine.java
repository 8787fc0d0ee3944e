package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.ParameterStore;

/** An engine that trains. */
public interface TrainingEngine extends GraphEngine {
  /**
   * Opens a trainer for programs that train and evaluate one set of parameters.
   *
   * @param name the model's name, for messages
   * @param parameters the first values of parameters
   */
  Trainer trainer(String name, ParameterStore parameters);

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
