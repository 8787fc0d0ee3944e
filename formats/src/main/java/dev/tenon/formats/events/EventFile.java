package dev.tenon.formats.events;

import dev.tenon.tensor.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TensorBoard event file of a training.
 *
 * <p>Every event is passed to the operating system when its method returns. Not thread-safe.
 *
 * @see <a href="https://www.tensorflow.org/tensorboard">TensorBoard</a>
 */
public final class EventFile implements Closeable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The version of graphs that TensorBoard's own examples say. */
  private static final int GRAPH_PRODUCER = 1;

  private final Path path;
  private final Clock clock;
  private final RecordWriter records;

  private EventFile(Path path, Clock clock) throws IOException {
    this.path = path;
    this.clock = clock;
    this.records = new RecordWriter(path);
  }

  /**
   * Creates a file with a name of TensorFlow's form in a folder, which is created if it is missing.
   *
   * @param clock the clock of the events
   * @throws IOException if the folder or the file cannot be made
   */
  public static EventFile in(Path folder, Clock clock) throws IOException {
    Files.createDirectories(folder);
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%d.%s.%d.%d.v2",
            clock.instant().getEpochSecond(),
            host(),
            ProcessHandle.current().pid(),
            COUNT.getAndIncrement());
    EventFile file = new EventFile(folder.resolve(name), clock);
    file.write(new Message().text(3, "brain.Event:2"), 0);
    return file;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Returns the path of the file. */
  public Path path() {
    return path;
  }

  /** Writes a number, kept as float32. */
  public void scalar(String tag, long step, double value) throws IOException {
    summary(step, Summaries.scalar(tag, value));
  }

  /** Writes a histogram of numbers in 30 bins of equal width; NaN and infinities are ignored. */
  public void histogram(String tag, long step, Tensor values) throws IOException {
    summary(step, Summaries.histogram(tag, values));
  }

  /**
   * Writes the first three images of a batch, 0 as black and 1 as white.
   *
   * @param batch (images, height, width, channels) with 1, 3 or 4 channels
   */
  public void images(String tag, long step, Tensor batch) throws IOException {
    if (batch.rank() != 4 || !List.of(1L, 3L, 4L).contains(batch.dim(3))) {
      throw new IllegalArgumentException(
          "images '"
              + tag
              + "' must have shape (images, height, width, 1, 3 or 4); received "
              + batch.shapeString());
    }
    int width = (int) batch.dim(2);
    int height = (int) batch.dim(1);
    summary(step, Summaries.images(tag, width, height, GrayscalePng.of(batch)));
  }

  /** Writes the graph that TensorBoard draws; one a folder. */
  public void graph(List<GraphNode> nodes) throws IOException {
    Message graph = new Message();
    nodes.forEach(node -> graph.message(1, node.definition()));
    graph.message(4, new Message().number(1, GRAPH_PRODUCER));
    write(new Message().message(4, graph), 0);
  }

  private void summary(long step, Message value) throws IOException {
    write(new Message().message(5, new Message().message(1, value)), step);
  }

  private void write(Message content, long step) throws IOException {
    Instant now = clock.instant();
    double seconds = now.getEpochSecond() + now.getNano() * 1e-9;
    byte[] header = new Message().real(1, seconds).number(2, step).toBytes();
    byte[] rest = content.toBytes();
    byte[] event = new byte[header.length + rest.length];
    System.arraycopy(header, 0, event, 0, header.length);
    System.arraycopy(rest, 0, event, header.length, rest.length);
    records.write(event);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
