package dev.tenon.runtime.tensorflow.saved;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** The element types of an operation's operands and results, by its definition. */
public final class ArgumentTypes {
  private ArgumentTypes() {}

  /** Says whether an argument is one tensor of one type, whatever the attributes are. */
  static boolean isPlain(OpDef.ArgDef argument) {
    return argument.getTypeAttr().isEmpty()
        && argument.getTypeListAttr().isEmpty()
        && argument.getNumberAttr().isEmpty();
  }

  /** Returns the types of what an argument of a checked node stands for. */
  public static List<DataType> of(OpDef definition, OpDef.ArgDef argument, NodeDef node) {
    if (!argument.getTypeListAttr().isEmpty()) {
      return SchemaCheck.value(definition, argument.getTypeListAttr(), node)
          .getList()
          .getTypeList();
    }
    AttrValue type =
        argument.getTypeAttr().isEmpty()
            ? AttrValue.newBuilder().setType(argument.getType()).build()
            : SchemaCheck.value(definition, argument.getTypeAttr(), node);
    long count =
        argument.getNumberAttr().isEmpty()
            ? 1
            : SchemaCheck.value(definition, argument.getNumberAttr(), node).getI();
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(type.getType());
    }
    return types;
  }
}
