package dev.tenon.formats.hdf5;

import dev.tenon.error.UnsupportedModelException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes what was done to a chunk before it was stored.
 *
 * <p>jHDF's own filters inflate as long as there is something to inflate; these stop at the size
 * that the chunk must have.
 */
final class ChunkFilters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;

  /** The number that the HDF Group gave to h5py's filter. */
  private static final int LZF = 32000;

  private static final Set<Integer> KNOWN = Set.of(DEFLATE, SHUFFLE, FLETCHER, LZF);

  private final Hdf5File file;
  private final String path;
  private final List<PipelineFilterWithData> filters;
  private final int chunkBytes;
  private final int width;

  ChunkFilters(
      Hdf5File file, String path, List<PipelineFilterWithData> filters, int chunkBytes, int width) {
    this.file = file;
    this.path = path;
    this.filters = filters;
    this.chunkBytes = chunkBytes;
    this.width = width;
    for (PipelineFilterWithData filter : filters) {
      if (!KNOWN.contains(filter.getId())) {
        throw new UnsupportedModelException(
            file.name(),
            "'"
                + path
                + "' is packed with the filter "
                + filter.getName()
                + "; Tenon reads gzip, lzf and shuffle: save the model again with Keras");
      }
    }
  }

  /** Returns the bytes of a chunk, as many as its shape needs. */
  ByteBuffer undo(ByteBuffer raw) {
    ByteBuffer bytes = raw;
    for (int i = filters.size() - 1; i >= 0; i--) {
      bytes =
          switch (filters.get(i).getId()) {
            case DEFLATE -> inflate(bytes);
            case SHUFFLE -> unshuffle(bytes);
            case LZF -> unpack(bytes);
            default -> bytes.slice(0, Math.max(0, bytes.remaining() - 4));
          };
    }
    if (bytes.remaining() < chunkBytes) {
      throw file.malformed(
          path,
          "has a chunk of "
              + bytes.remaining()
              + " bytes; its shape needs "
              + chunkBytes
              + ": the file is truncated or damaged");
    }
    return bytes;
  }

  private ByteBuffer inflate(ByteBuffer packed) {
    byte[] bytes = new byte[chunkBytes + 4];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed.duplicate());
      int length = 0;
      int step;
      do {
        step = inflater.inflate(bytes, length, bytes.length - length);
        length += step;
      } while (step > 0 && length < bytes.length);
      if (!inflater.finished() && length == bytes.length && inflater.inflate(new byte[1]) > 0) {
        throw file.malformed(path, "has a chunk that inflates beyond its declared " + chunkBytes);
      }
      return isAsItIs(packed) && length != chunkBytes
          ? packed
          : ByteBuffer.wrap(bytes, 0, length).slice();
    } catch (DataFormatException e) {
      if (isAsItIs(packed)) {
        return packed;
      }
      throw file.malformed(
          path, "has a chunk that cannot be inflated (" + e.getMessage() + "): it is damaged");
    } finally {
      inflater.end();
    }
  }

  /**
   * Returns whether a chunk may be stored unpacked, as HDF5 does where packing would not shrink it.
   */
  private boolean isAsItIs(ByteBuffer packed) {
    return packed.remaining() == chunkBytes;
  }

  private ByteBuffer unpack(ByteBuffer packed) {
    if (isAsItIs(packed)) {
      return packed;
    }
    byte[] bytes = new byte[packed.remaining()];
    packed.get(packed.position(), bytes);
    byte[] unpacked = Lzf.unpack(bytes, chunkBytes);
    if (unpacked == null) {
      throw file.malformed(
          path, "has a chunk that is no lzf of " + chunkBytes + " bytes: it is damaged");
    }
    return ByteBuffer.wrap(unpacked);
  }

  /** Puts the bytes of each element side by side again, which shuffling keeps in planes. */
  private ByteBuffer unshuffle(ByteBuffer shuffled) {
    int size = shuffled.remaining();
    int count = size / width;
    byte[] planes = new byte[size];
    shuffled.get(shuffled.position(), planes);
    byte[] bytes = new byte[size];
    for (int plane = 0; plane < width; plane++) {
      for (int i = 0; i < count; i++) {
        bytes[i * width + plane] = planes[plane * count + i];
      }
    }
    int rest = count * width;
    System.arraycopy(planes, rest, bytes, rest, size - rest);
    return ByteBuffer.wrap(bytes);
  }
}
