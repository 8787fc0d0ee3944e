package dev.tenon.runtime.tensorflow.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.KernelDef;
import org.tensorflow.proto.KernelList;
import org.tensorflow.proto.OpDef;

/**
 * What TensorFlow itself says of an operation: its arguments, and for which element types a CPU
 * kernel is registered.
 *
 * <p>Types without a kernel are computed in a wider one, see {@link #substitute}.
 */
public final class Kernels {
  private static final Map<String, Kernels> KNOWN = new ConcurrentHashMap<>();

  private final OpDef definition;
  private final List<KernelDef> kernels;

  private Kernels(OpDef definition, List<KernelDef> kernels) {
    this.definition = definition;
    this.kernels = kernels;
  }

  static Kernels of(String operation) {
    return KNOWN.computeIfAbsent(operation, Kernels::ask);
  }

  OpDef definition() {
    return definition;
  }

  /** Says whether a CPU kernel takes this type for this attribute. */
  boolean takes(String attribute, DataType type) {
    if (kernels.isEmpty()) {
      return true;
    }
    for (KernelDef kernel : kernels) {
      if (allowed(kernel, attribute).contains(type) || allowed(kernel, attribute).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the type to compute in where no kernel takes {@code type}: the nearest wider one. */
  DataType substitute(String attribute, DataType type) {
    for (DataType candidate : wider(type)) {
      if (takes(attribute, candidate)) {
        return candidate;
      }
    }
    return type;
  }

  private static List<DataType> wider(DataType type) {
    return switch (type) {
      case DT_HALF, DT_BFLOAT16 -> List.of(DataType.DT_FLOAT);
      case DT_BOOL, DT_INT8, DT_UINT8, DT_INT16, DT_UINT16 ->
          List.of(DataType.DT_INT32, DataType.DT_INT64, DataType.DT_FLOAT, DataType.DT_DOUBLE);
      case DT_INT32, DT_UINT32 -> List.of(DataType.DT_INT64, DataType.DT_DOUBLE);
      case DT_INT64, DT_UINT64 -> List.of(DataType.DT_INT64, DataType.DT_DOUBLE);
      case DT_DOUBLE -> List.of(DataType.DT_FLOAT);
      default -> List.of();
    };
  }

  private static Set<DataType> allowed(KernelDef kernel, String attribute) {
    Set<DataType> types = new HashSet<>();
    for (KernelDef.AttrConstraint constraint : kernel.getConstraintList()) {
      if (constraint.getName().equals(attribute)) {
        types.addAll(constraint.getAllowedValues().getList().getTypeList());
      }
    }
    return types;
  }

  private static Kernels ask(String operation) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Buffer buffer = TF_Buffer.newBuffer();
      TF_Graph graph = TF_Graph.newGraph();
      scope.attach(graph);
      tensorflow.TF_GraphGetOpDef(graph, operation, buffer, status);
      status.throwExceptionIfNotOK();
      OpDef definition = OpDef.parseFrom(buffer.copyData());
      TF_Buffer list = tensorflow.TF_GetRegisteredKernelsForOp(operation, status);
      status.throwExceptionIfNotOK();
      List<KernelDef> kernels = new ArrayList<>();
      for (KernelDef kernel : KernelList.parseFrom(list.copyData()).getKernelList()) {
        if (kernel.getDeviceType().equals("CPU") && kernel.getLabel().isEmpty()) {
          kernels.add(kernel);
        }
      }
      tensorflow.TF_DeleteBuffer(list);
      return new Kernels(definition, kernels);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow describes " + operation + " unreadably", e);
    }
  }
}
