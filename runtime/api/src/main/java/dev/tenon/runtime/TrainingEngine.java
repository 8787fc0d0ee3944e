package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.ParameterStore;

/** An engine that trains. */
public interface TrainingEngine extends GraphEngine {
  /**
   * Opens a place where programs train and evaluate one set of parameters.
   *
   * @param name the model's name, for messages
   * @param parameters where parameters get their first values from
   */
  Trainer trainer(String name, ParameterStore parameters);

  /**
   * Returns the engine of a name.
   *
   * @throws IllegalStateException where it is not on the class path
   * @throws UnsupportedModelException where it lacks this ability; says which engine has it
   */
  static TrainingEngine of(Engine engine) {
    return EngineAbilities.of(
        engine,
        TrainingEngine.class,
        "does not train; use engine 'tensorflow' (dependency dev.tenon:tenon-runtime-tensorflow)");
  }
}
