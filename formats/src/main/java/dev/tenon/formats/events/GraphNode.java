package dev.tenon.formats.events;

import java.util.List;

/**
 * A step of a graph that TensorBoard draws.
 *
 * @param name unique; slashes make the groups that are drawn as one box
 * @param operator what is computed
 * @param inputs names of other nodes, {@code name:1} for a second output
 * @param shapes one an output, −1 for an axis of unknown length
 */
public record GraphNode(
    String name, String operator, List<String> inputs, List<List<Long>> shapes) {
  public GraphNode {
    inputs = List.copyOf(inputs);
    shapes = List.copyOf(shapes);
  }

  /** Returns TensorFlow's {@code NodeDef}. */
  Message definition() {
    Message node = new Message().text(1, name).text(2, operator);
    inputs.forEach(input -> node.text(3, input));
    Message list = new Message();
    for (List<Long> shape : shapes) {
      list.message(7, Summaries.shape(shape));
    }
    Message value = new Message().message(1, list);
    node.message(5, new Message().text(1, "_output_shapes").message(2, value));
    return node;
  }
}
