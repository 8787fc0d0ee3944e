package dev.tenon.runtime;

import dev.tenon.error.UnsupportedModelException;

/** Looks up engines by what they can do. */
final class EngineAbilities {
  private EngineAbilities() {}

  /**
   * Returns the engine of a name that has an ability.
   *
   * @param lack what to say of an engine without it, such as {@code does not train}
   * @throws IllegalStateException if it is not on the class path
   * @throws UnsupportedModelException if it lacks the ability
   */
  static <A extends Engine> A of(String name, Class<A> ability, String lack) {
    Engine engine = Engine.of(name);
    if (!ability.isInstance(engine)) {
      throw new UnsupportedModelException("engine '" + name + "' " + lack);
    }
    return ability.cast(engine);
  }
}
