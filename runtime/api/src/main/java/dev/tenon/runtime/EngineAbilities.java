package dev.tenon.runtime;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;

/** Looks up engines by what they can do. */
final class EngineAbilities {
  private EngineAbilities() {}

  /**
   * Returns an engine that has an ability.
   *
   * @param lack what to say of an engine without it, such as {@code does not train}
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks the ability
   */
  static <A extends GraphEngine> A of(Engine engine, Class<A> ability, String lack) {
    GraphEngine found = GraphEngine.of(engine);
    if (!ability.isInstance(found)) {
      throw new UnsupportedModelException("engine '" + engine + "' " + lack);
    }
    return ability.cast(found);
  }
}
