package dev.tenon.cli.command.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.zoo.Prediction;
import java.util.List;

/** Writes predicted classes as JSON. */
public final class Predictions {
  private Predictions() {}

  /** Adds the array {@code classes} to a line. */
  public static void add(ObjectNode line, List<Prediction> best) {
    ArrayNode classes = line.putArray("classes");
    for (Prediction found : best) {
      ObjectNode node = classes.addObject().put("index", found.index()).put("id", found.id());
      node.put("label", found.label()).put("score", found.score());
    }
  }
}
