package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import java.util.Set;

/** Finds groups of none or fewer: ONNX Runtime divides by them, which ends the process. */
final class ZeroGroups {
  private static final Set<String> COUNTS =
      Set.of("group", "num_groups", "offset_group", "num_heads", "kv_num_heads", "q_num_heads");

  private ZeroGroups() {}

  /**
   * Checks a graph, nested ones included.
   *
   * @param label names the model in messages
   * @throws MalformedModelException where a node counts fewer than one
   */
  static void check(String label, GraphProto graph) {
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        String name = attribute.getName();
        // Of heads none may be said, where the shapes tell. A number that is left out is none too.
        long least = name.endsWith("heads") ? 0 : 1;
        if (COUNTS.contains(name) && attribute.getI() < least) {
          throw new MalformedModelException(
              label,
              "node '"
                  + node.getName()
                  + "' ("
                  + node.getOpType()
                  + "): "
                  + name
                  + " is "
                  + attribute.getI()
                  + "; expected "
                  + least
                  + " or more");
        }
        if (attribute.hasG()) {
          check(label, attribute.getG());
        }
      }
    }
  }
}
