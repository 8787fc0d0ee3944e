package dev.tenon.formats.events;

import java.util.List;

/**
 * A node of a graph in TensorBoard.
 *
 * @param name the unique name; slashes make groups
 * @param operator the operator
 * @param inputs the names of other nodes, {@code name:1} for a second output
 * @param shapes the shapes of the outputs, with -1 for an unknown length
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
