package dev.tenon.hostile;

/** Writes small ONNX models that no exporter would write. */
final class Onnx {
  private static final int FLOAT = 1;
  private static final int BOOL = 9;

  private Onnx() {}

  /** Returns a model whose only weight, of two numbers, lies in another file. */
  static byte[] external(String location) {
    return model(add("w").message(5, elsewhere("w", location)));
  }

  /** Returns a model that has such a weight in a branch of an If. */
  static byte[] inBranch(String location) {
    Wire branch =
        new Wire("Graph")
            .message(1, node("Identity", "w", "b"))
            .text(2, "branch")
            .message(5, elsewhere("w", location))
            .message(12, info("b", FLOAT));
    Wire choice =
        node("If", "c", "y")
            .message(
                5, new Wire("Attribute").text(1, "then_branch").message(6, branch).varint(20, 5))
            .message(
                5,
                new Wire("Attribute")
                    .text(1, "else_branch")
                    .message(6, branch.copy())
                    .varint(20, 5));
    Wire condition = new Wire("Tensor").varint(2, BOOL).text(8, "c").bytes(9, new byte[] {1});
    return model(new Wire("Graph").message(1, choice).text(2, "g").message(5, condition));
  }

  /** Returns a model that has such a weight in an attribute of a Constant. */
  static byte[] inAttribute(String location) {
    Wire value = new Wire("Attribute").text(1, "value").message(5, elsewhere("", location));
    Wire constant =
        new Wire("Node").text(2, "w").text(4, "Constant").message(5, value.varint(20, 4));
    Wire graph = new Wire("Graph").message(1, constant);
    graph.fields.addAll(add("w").fields);
    return model(graph);
  }

  /** Returns a model whose only weight declares a shape and holds eight bytes. */
  static byte[] shaped(long... shape) {
    Wire weight = new Wire("Tensor");
    for (long length : shape) {
      weight.varint(1, length);
    }
    weight.varint(2, FLOAT).text(8, "w").bytes(9, new byte[8]);
    return model(add("w").message(5, weight));
  }

  /** Returns a model of graphs in graphs. */
  static byte[] nested(int depth) {
    byte[] body = new byte[0];
    for (int i = 0; i < depth; i++) {
      Wire attribute = new Wire("Attribute").text(1, "b").bytes(6, body).varint(20, 5);
      body =
          new Wire("Graph")
              .message(1, node("If", "x", "y" + i).message(5, attribute))
              .toByteArray();
    }
    return new Wire("Model")
        .varint(1, 8)
        .bytes(7, body)
        .message(8, new Wire("Opset").varint(2, 18))
        .toByteArray();
  }

  private static Wire add(String weight) {
    return new Wire("Graph").message(1, node("Add", "x", "y").text(1, weight)).text(2, "g");
  }

  private static Wire elsewhere(String name, String location) {
    return new Wire("Tensor")
        .varint(1, 2)
        .varint(2, FLOAT)
        .text(8, name)
        .message(13, new Wire("Entry").text(1, "location").text(2, location))
        .varint(14, 1);
  }

  private static Wire node(String operator, String input, String output) {
    return new Wire("Node").text(1, input).text(2, output).text(4, operator);
  }

  private static Wire info(String name, int type) {
    Wire tensor =
        new Wire("TensorType")
            .varint(1, type)
            .message(2, new Wire("Shape").message(1, new Wire("Dimension").varint(1, 2)));
    return new Wire("ValueInfo").text(1, name).message(2, new Wire("Type").message(1, tensor));
  }

  private static byte[] model(Wire graph) {
    graph.message(11, info("x", FLOAT)).message(12, info("y", FLOAT));
    return new Wire("Model")
        .varint(1, 8)
        .message(7, graph)
        .message(8, new Wire("Opset").varint(2, 18))
        .toByteArray();
  }
}
