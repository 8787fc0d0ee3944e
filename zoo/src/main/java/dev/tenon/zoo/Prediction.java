package dev.tenon.zoo;

import java.util.Locale;

/**
 * A predicted class of an image or a text.
 *
 * @param index the class index among the scores, from 0
 * @param id the WordNet id such as {@code n02123159}; empty for other labels than ImageNet's
 * @param label the name such as {@code tiger_cat}
 * @param score the score, usually a probability
 */
public record Prediction(int index, String id, String label, float score) {
  @Override
  public String toString() {
    String shown = String.format(Locale.ROOT, "%.4f %s", score, label);
    return id.isEmpty() ? shown : shown + " (" + id + ")";
  }
}
