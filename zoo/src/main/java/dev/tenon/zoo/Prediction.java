package dev.tenon.zoo;

import java.util.Locale;

/**
 * One class that a network sees in an image.
 *
 * @param index its place among the scores, from 0
 * @param id its WordNet number such as {@code n02123159}; empty for labels of one's own
 * @param label its name such as {@code tiger_cat}
 * @param score what the network gives it
 */
public record Prediction(int index, String id, String label, float score) {
  @Override
  public String toString() {
    String shown = String.format(Locale.ROOT, "%.4f %s", score, label);
    return id.isEmpty() ? shown : shown + " (" + id + ")";
  }
}
