package dev.tenon.runtime.onnxruntime.compat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.tenon.formats.onnx.Subgraphs;

/**
 * Lets StringNormalizer change letters by the tables that every system has.
 *
 * <p>ONNX's default is American English, which small systems, such as those in containers, do not
 * have; its letters are those of Unicode.
 */
final class PlainLocale {
  private static final String LOCALE = "locale";
  private static final ByteString UNICODE = ByteString.copyFromUtf8("C.UTF-8");

  private PlainLocale() {}

  static GraphProto replace(GraphProto graph) {
    GraphProto.Builder builder = graph.toBuilder();
    for (NodeProto.Builder node : builder.getNodeBuilderList()) {
      Subgraphs.map(node, PlainLocale::replace);
      if (node.getOpType().equals("StringNormalizer") && !isOther(node)) {
        int index = index(node);
        if (index >= 0) {
          node.removeAttribute(index);
        }
        node.addAttributeBuilder()
            .setName(LOCALE)
            .setType(AttributeProto.AttributeType.STRING)
            .setS(UNICODE);
      }
    }
    return builder.build();
  }

  /** Says whether a node names a language that changes letters in its own way. */
  private static boolean isOther(NodeProto.Builder node) {
    int index = index(node);
    return index >= 0 && !node.getAttribute(index).getS().toStringUtf8().startsWith("en");
  }

  private static int index(NodeProto.Builder node) {
    for (int i = 0; i < node.getAttributeCount(); i++) {
      if (node.getAttribute(i).getName().equals(LOCALE)) {
        return i;
      }
    }
    return -1;
  }
}
