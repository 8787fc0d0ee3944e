package dev.tenon.internal.options;

import dev.tenon.internal.text.Names;
import java.util.Arrays;
import java.util.Locale;

/** Finds the constant of an enum by Keras' name. */
public final class Choice {
  private Choice() {}

  /**
   * Returns the constant of a name; case does not matter.
   *
   * @param argument the argument's name, for the message
   * @throws IllegalArgumentException for an unknown name; the message has the nearest ones
   */
  public static <E extends Enum<E>> E of(Class<E> type, String argument, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name) || constant.toString().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        Names.unknown(
            argument,
            name,
            Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList()));
  }
}
