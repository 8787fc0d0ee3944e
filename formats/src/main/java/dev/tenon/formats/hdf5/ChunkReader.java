package dev.tenon.formats.hdf5;

import dev.tenon.error.MalformedModelException;
import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.dataset.NoParent;
import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Puts a dataset together that is stored in chunks, compressed or not. */
final class ChunkReader {
  private static final long LARGEST_CHUNK = 1L << 30;
  private static final long MOST_CHUNKS = 1 << 20;

  /** Chunks that were never written take no room, and time to look for. */
  private static final long FEW_CHUNKS = 10_000;

  private static final long CHUNK_ENTRY = 16;

  private final Hdf5File file;
  private final String path;
  private final ObjectHeader header;
  private final int[] shape;
  private final int width;

  ChunkReader(Hdf5File file, String path, ObjectHeader header, Elements elements) {
    this.file = file;
    this.path = path;
    this.header = header;
    this.shape = Arrays.stream(elements.shape()).mapToInt(Math::toIntExact).toArray();
    this.width = elements.type().getSize();
  }

  /**
   * Reads all chunks.
   *
   * @param allocate gives the memory for the whole, told how many bytes are stored of it
   */
  ByteBuffer read(LongFunction<ByteBuffer> allocate) {
    if (!(DatasetLoader.createDataset(file.storage(), header, path, NoParent.INSTANCE)
        instanceof ChunkedDataset dataset)) {
      throw file.malformed(path, "is stored in no known layout");
    }
    int[] chunk = dataset.getChunkDimensions();
    long chunkBytes = check(chunk);
    // The chunks' addresses come from the file: each may be claimed many times over, so the stored
    // size that counts is never more than the file's.
    long stored = Math.min(dataset.getStorageInBytes(), file.source().size());
    ByteBuffer whole = allocate.apply(stored);
    ChunkFilters filters =
        new ChunkFilters(file, path, dataset.getFilters(), (int) chunkBytes, width);
    @Nullable ByteBuffer fill = DatasetReader.fillValue(header);
    int[] origin = new int[shape.length];
    do {
      ByteBuffer raw = raw(dataset, origin);
      if (raw != null) {
        copy(filters.undo(raw), chunk, origin, whole);
      } else if (fill != null) {
        copy(repeated(fill, (int) chunkBytes), chunk, origin, whole);
      }
    } while (next(origin, chunk));
    return whole;
  }

  private long check(int[] chunk) {
    if (chunk.length != shape.length || shape.length == 0) {
      throw file.malformed(
          path, "has " + shape.length + " axes and chunks of " + chunk.length + ": it is damaged");
    }
    long bytes = width;
    long chunks = 1;
    for (int axis = 0; axis < chunk.length; axis++) {
      if (chunk[axis] <= 0) {
        throw file.malformed(path, "has chunks of length " + chunk[axis] + ": it is damaged");
      }
      bytes = Math.multiplyExact(bytes, (long) chunk[axis]);
      chunks = Math.multiplyExact(chunks, 1 + (shape[axis] - 1L) / chunk[axis]);
    }
    long most = Math.min(MOST_CHUNKS, FEW_CHUNKS + file.source().size() / CHUNK_ENTRY);
    if (bytes > LARGEST_CHUNK || chunks > most) {
      throw file.malformed(
          path, "declares " + chunks + " chunks of " + bytes + " bytes: the file is damaged");
    }
    return bytes;
  }

  /** Returns a chunk as stored, or null if it was never written. */
  private @Nullable ByteBuffer raw(ChunkedDataset dataset, int[] origin) {
    try {
      return dataset.getRawChunkBuffer(origin);
    } catch (HdfException e) {
      if (MissingChunk.is(e)) {
        return null;
      }
      throw new MalformedModelException(
          file.name(),
          "'"
              + path
              + "': its chunk at "
              + Arrays.toString(origin)
              + " lies outside the file: the file is truncated or damaged",
          e);
    }
  }

  private static ByteBuffer repeated(ByteBuffer value, int size) {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      bytes.put(value.duplicate());
    }
    return bytes.rewind();
  }

  /** Moves on to the next chunk, the last axis first; false after the last one. */
  private boolean next(int[] origin, int[] chunk) {
    for (int axis = origin.length - 1; axis >= 0; axis--) {
      if (origin[axis] < shape[axis] - chunk[axis]) {
        origin[axis] += chunk[axis];
        return true;
      }
      origin[axis] = 0;
    }
    return false;
  }

  /** Copies the part of a chunk that lies within the dataset, a run of the last axis at a time. */
  private void copy(ByteBuffer chunk, int[] chunkShape, int[] origin, ByteBuffer whole) {
    int last = shape.length - 1;
    int run = Math.min(chunkShape[last], shape[last] - origin[last]) * width;
    int[] index = new int[shape.length];
    boolean more = true;
    while (more) {
      long from = 0;
      long to = 0;
      for (int axis = 0; axis <= last; axis++) {
        from = from * chunkShape[axis] + index[axis];
        to = to * shape[axis] + origin[axis] + index[axis];
      }
      whole.put((int) (to * width), chunk, (int) (from * width), run);
      more = false;
      for (int axis = last - 1; axis >= 0 && !more; axis--) {
        more = ++index[axis] < Math.min(chunkShape[axis], shape[axis] - origin[axis]);
        if (!more) {
          index[axis] = 0;
        }
      }
    }
  }
}
