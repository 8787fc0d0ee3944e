package dev.tenon.model;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code model.summary()}: {@code summary().expandNested(true)}.
 *
 * @param lineLength the characters of a line of the table, at least 20. Text wraps, and words
 *     longer than a column are cut. Null, the default, for Keras' width: 88, or 108 for layers that
 *     do not follow one another, and 12 more with {@code showTrainable}
 * @param expandNested whether the layers of nested models are listed below them; false by default
 * @param showTrainable whether a column shows which layers are trainable; false by default
 * @see <a href="https://keras.io/api/models/model/#summary-method">Keras: summary</a>
 */
@Setters
public record SummaryOptions(
    @Nullable Integer lineLength, boolean expandNested, boolean showTrainable)
    implements SummaryOptionsSetters {
  /** Keras' default arguments. */
  public static final SummaryOptions DEFAULTS = new SummaryOptions(null, false, false);

  private static final int LEAST = 20;

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code lineLength} is less than 20
   */
  public SummaryOptions {
    if (lineLength != null && lineLength < LEAST) {
      throw new IllegalArgumentException(
          "a line of the table must have at least "
              + LEAST
              + " characters, received a length of "
              + lineLength);
    }
  }

  /** Returns Keras' default arguments. */
  public static SummaryOptions summary() {
    return DEFAULTS;
  }
}
