package dev.tenon.model;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * How a summary looks: the arguments of Keras' {@code model.summary()}, with Keras' defaults.
 *
 * <p>Written as {@code summary().expandNested(true)}.
 *
 * @param lineLength how many characters a line of the table has; null for Keras' 88, 108 where
 *     layers do not follow one another, and 12 more with {@code showTrainable}. What does not fit
 *     goes on in the next line, and what is longer than a column is cut
 * @param expandNested whether the layers of models inside are listed below them; false
 * @param showTrainable whether a column says which layers learn; false
 */
@Setters
public record SummaryOptions(
    @Nullable Integer lineLength, boolean expandNested, boolean showTrainable)
    implements SummaryOptionsSetters {
  /** Keras' defaults. */
  public static final SummaryOptions DEFAULTS = new SummaryOptions(null, false, false);

  private static final int LEAST = 20;

  public SummaryOptions {
    if (lineLength != null && lineLength < LEAST) {
      throw new IllegalArgumentException(
          "a line of the table must have at least "
              + LEAST
              + " characters, received a length of "
              + lineLength);
    }
  }

  /** Returns Keras' defaults. */
  public static SummaryOptions summary() {
    return DEFAULTS;
  }
}
