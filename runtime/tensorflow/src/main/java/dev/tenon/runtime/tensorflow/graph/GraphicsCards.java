package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.engine.Engine;
import dev.tenon.engine.EngineOptions;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** The graphics card that a user chose, in the settings of a session. */
final class GraphicsCards {
  private static final long MEBIBYTE = 1L << 20;

  /** The card that was found last. */
  private static @Nullable EngineOptions found;

  private GraphicsCards() {}

  /**
   * Adds the chosen card to the settings; without a choice TensorFlow decides.
   *
   * @throws IllegalStateException where TensorFlow does not find it
   */
  static void choose(ConfigProto.Builder config) {
    EngineOptions chosen = EngineOptions.of(Engine.TENSORFLOW);
    Integer device = chosen.device();
    if (device == null) {
      return;
    }
    GPUOptions.Builder gpu = config.getGpuOptionsBuilder();
    gpu.setVisibleDeviceList(device.toString());
    gpu.setAllowGrowth(chosen.memoryGrowth());
    Long limit = chosen.memoryLimit();
    if (limit != null) {
      gpu.getExperimentalBuilder()
          .addVirtualDevicesBuilder()
          .addMemoryLimitMb((float) limit / MEBIBYTE);
    }
    // Operations without a kernel for the card are computed on the CPU.
    config.setAllowSoftPlacement(true);
    check(chosen, gpu.build());
  }

  /** Asks TensorFlow once, which itself goes on without a card. */
  private static synchronized void check(EngineOptions chosen, GPUOptions gpu) {
    if (chosen.equals(found)) {
      return;
    }
    List<String> devices;
    try {
      devices = devices(ConfigProto.newBuilder().setGpuOptions(gpu).build().toByteArray());
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw missing(chosen, String.valueOf(e.getMessage()), e);
    }
    if (devices.stream().noneMatch(device -> device.contains(":GPU:"))) {
      throw missing(chosen, "the devices " + devices, null);
    }
    found = chosen;
  }

  private static IllegalStateException missing(
      EngineOptions chosen, String received, @Nullable Exception cause) {
    return new IllegalStateException(
        "Engine.tensorflow().gpu("
            + chosen.device()
            + "): TensorFlow does not find this graphics card. Expected the dependency"
            + " dev.tenon:tenon-linux-x86_64-gpu, an NVIDIA driver (does nvidia-smi list the"
            + " card?), CUDA 12 and cuDNN 9; received "
            + received,
        cause);
  }

  /** Returns the names of the devices that a session with a serialized configuration has. */
  private static List<String> devices(byte[] config) {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      tensorflow.TF_SetConfig(options, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      TF_Graph graph = TF_Graph.newGraph();
      scope.attach(graph);
      TF_Session session = TF_Session.newSession(graph, options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList list = tensorflow.TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      try {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < tensorflow.TF_DeviceListCount(list); i++) {
          names.add(tensorflow.TF_DeviceListName(list, i, status).getString());
          status.throwExceptionIfNotOK();
        }
        return names;
      } finally {
        tensorflow.TF_DeleteDeviceList(list);
      }
    }
  }
}
