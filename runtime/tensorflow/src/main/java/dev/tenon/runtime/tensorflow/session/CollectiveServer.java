package dev.tenon.runtime.tensorflow.session;

import dev.tenon.runtime.Replica;
import dev.tenon.runtime.tensorflow.graph.NativeGraphs;
import java.lang.reflect.Constructor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Graph;
import org.tensorflow.Server;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.ServerDef;

/**
 * The TensorFlow server of a process that trains together with others: it answers their collective
 * operations.
 *
 * <p>TensorFlow cannot stop it while the process lives, and it listens on all interfaces without
 * authentication.
 */
public final class CollectiveServer {
  private static final String JOB = "worker";

  /** Lets all processes give a run the same number, by which their operations find each other. */
  public static final RunOptions TOGETHER =
      RunOptions.newBuilder()
          .setExperimental(RunOptions.Experimental.newBuilder().setCollectiveGraphKey(1))
          .build();

  private static final Queue<Server> RUNNING = new ConcurrentLinkedQueue<>();

  private final Replica replica;

  private CollectiveServer(Replica replica) {
    this.replica = replica;
  }

  /** Starts the server of a process on the port of its address. */
  public static CollectiveServer start(Replica replica) {
    JobDef.Builder job = JobDef.newBuilder().setName(JOB);
    for (int rank = 0; rank < replica.count(); rank++) {
      job.putTasks(rank, replica.addresses().get(rank));
    }
    ServerDef def =
        ServerDef.newBuilder()
            .setCluster(ClusterDef.newBuilder().addJob(job))
            .setJobName(JOB)
            .setTaskIndex(replica.rank())
            .setProtocol("grpc")
            .setDefaultSessionConfig(settings(ConfigProto.getDefaultInstance(), replica))
            .build();
    Server server = new Server(def);
    // A server that is garbage ends the process.
    RUNNING.add(server);
    server.start();
    return new CollectiveServer(replica);
  }

  private static ConfigProto settings(ConfigProto settings, Replica replica) {
    ConfigProto.Builder all = settings.toBuilder();
    all.getExperimentalBuilder().setCollectiveGroupLeader("/job:" + JOB + "/replica:0/task:0");
    // A session of several processes cannot do that, and would warn of it.
    all.getGraphOptionsBuilder().clearPlacePrunedGraph();
    // Everything but the sums stays in this process.
    return all.addDeviceFilters("/job:" + JOB + "/task:" + replica.rank()).build();
  }

  /**
   * Opens a session on this server; TensorFlow Java itself opens sessions inside a process only.
   *
   * @throws IllegalStateException on the module path, where its constructor is out of reach
   */
  Session session(Graph graph, ConfigProto settings) {
    String target = "grpc://" + replica.addresses().get(replica.rank());
    TF_Status status = TF_Status.newStatus();
    TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
    try (BytePointer bytes = new BytePointer(settings(settings, replica).toByteArray())) {
      tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
      status.throwExceptionIfNotOK();
      tensorflow.TF_SetTarget(options, target);
      TF_Graph handle = NativeGraphs.find(graph).orElseThrow();
      TF_Session session = TF_Session.newSession(handle, options, status);
      status.throwExceptionIfNotOK();
      session.retainReference();
      Constructor<Session> constructor =
          Session.class.getDeclaredConstructor(Graph.class, TF_Session.class);
      constructor.setAccessible(true);
      return constructor.newInstance(graph, session);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "no session on the collective server at "
              + target
              + ": put TensorFlow Java on the class path, not on the module path",
          e);
    } finally {
      options.deallocate();
    }
  }
}
