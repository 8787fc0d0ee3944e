package dev.tenon.runtime;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.ParameterStore;

/** An engine that trains. */
public interface TrainingEngine extends Engine {
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
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks this ability; says which engine has it
   */
  static TrainingEngine of(String name) {
    return EngineAbilities.of(
        name,
        TrainingEngine.class,
        "does not train; use engine 'tensorflow' (dependency dev.tenon:tenon-runtime-tensorflow)");
  }
}
