package dev.tenon.spark.internal.training;

import dev.tenon.runtime.Replica;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;

/** How the tasks of a barrier stage find each other, and compare what they have. */
public final class Meeting {
  private static final System.Logger LOG = System.getLogger(Meeting.class.getName());

  private Meeting() {}

  /**
   * Chooses a port, and exchanges addresses with the other tasks.
   *
   * @param context the task
   * @param ports the ports to choose from
   * @param timeout how long a step waits for another task
   * @throws IOException if no port is free
   */
  public static Replica join(BarrierTaskContext context, PortRange ports, Duration timeout)
      throws IOException {
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    String own;
    List<String> addresses;
    // Held until all have one: two tasks of a machine must not choose the same.
    try (ServerSocket held = ports.open()) {
      own = host + ":" + held.getLocalPort();
      addresses = List.of(context.allGather(own));
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "TensorFlow's server of this task listens on {0} of all interfaces of {1}, without"
            + " authentication, until the executor ends: keep the network private",
        own.substring(own.lastIndexOf(':') + 1),
        InetAddress.getLocalHost().getHostName());
    return new Replica(context.partitionId(), addresses, timeout);
  }

  /**
   * Compares a value with those of the other tasks.
   *
   * @throws IllegalStateException if one differs
   */
  static void requireEqual(BarrierTaskContext context, String what, String own) {
    String[] all = context.allGather(own);
    for (int rank = 0; rank < all.length; rank++) {
      if (!all[rank].equals(own)) {
        throw new IllegalStateException(
            what
                + " of task "
                + rank
                + " differ from those of task "
                + context.partitionId()
                + ": "
                + all[rank]
                + " and "
                + own);
      }
    }
  }

  /**
   * Ports of a machine.
   *
   * @param first the first
   * @param last the last; 0 and 0 for any
   */
  public record PortRange(int first, int last) implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Returns the range of a text.
     *
     * @param text {@code 40000-40100}, or empty for any port
     * @throws IllegalArgumentException if it is no range of ports
     */
    public static PortRange of(String text) {
      if (text.isEmpty()) {
        return new PortRange(0, 0);
      }
      if (!text.matches("[0-9]{1,5}-[0-9]{1,5}")) {
        throw new IllegalArgumentException(
            "Param 'ports': expected a range such as 40000-40100, received '" + text + "'");
      }
      int dash = text.indexOf('-');
      PortRange range =
          new PortRange(
              Integer.parseInt(text.substring(0, dash)),
              Integer.parseInt(text.substring(dash + 1)));
      if (range.first < 1 || range.last > 65535 || range.first > range.last) {
        throw new IllegalArgumentException(
            "Param 'ports': expected ports from 1 to 65535 in ascending order, received '"
                + text
                + "'");
      }
      return range;
    }

    /** Opens a port that is free. */
    ServerSocket open() throws IOException {
      for (int port = first; port <= last; port++) {
        try {
          return new ServerSocket(port);
        } catch (IOException e) {
          if (port == last) {
            throw new IOException(
                "none of the ports " + first + " to " + last + " is free: give Param 'ports' more",
                e);
          }
        }
      }
      throw new IOException("no port between " + first + " and " + last);
    }
  }
}
