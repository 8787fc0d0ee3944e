package dev.tenon.formats.hdf5;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.tensor.Tensor;
import io.jhdf.ObjectHeader;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads one dataset in whichever of HDF5's layouts it is stored. */
final class DatasetReader {
  private static final long UNDEFINED = -1;

  /** Keras' bounds: beyond 4 GiB a dataset may not be a thousand times what is stored of it. */
  private static final long BOMB_FLOOR = 4L << 30;

  private static final long BOMB_RATIO = 1000;

  private final Hdf5File file;
  private final String path;
  private final ObjectHeader header;

  DatasetReader(Hdf5File file, String path, ObjectHeader header) {
    this.file = file;
    this.path = path;
    this.header = header;
  }

  Tensor read() {
    String dtype = new Hdf5Attributes(file, path, header).string("dtype");
    return file.guarded(path, () -> read("bfloat16".equals(dtype)));
  }

  private Tensor read(boolean bfloat16) {
    long[] shape = Elements.shape(header.getMessageOfType(DataSpaceMessage.class).getDataSpace());
    file.source()
        .limits()
        .checkElements(
            file.name() + ": dataset '" + path + "'", LongStream.of(shape).boxed().toList());
    Elements elements =
        new Elements(
            file,
            path,
            header.getMessageOfType(DataTypeMessage.class).getDataType(),
            shape,
            bfloat16);
    long declared = elements.storedBytes();
    if (declared == 0) {
      return elements.decode(ByteBuffer.allocate(0));
    }
    DataLayoutMessage layout = header.getMessageOfType(DataLayoutMessage.class);
    if (layout instanceof CompactDataLayoutMessage compact) {
      return elements.decode(compact.getDataBuffer());
    }
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      return contiguous.getAddress() == UNDEFINED
          ? elements.decode(filled(declared))
          : elements.decode(contiguous(contiguous, declared));
    }
    return elements.decode(
        new ChunkReader(file, path, header, elements).read(size -> allocate(declared, size)));
  }

  private ByteBuffer contiguous(ContiguousDataLayoutMessage layout, long declared) {
    long start = file.absolute(layout.getAddress());
    long available = start < 0 ? 0 : file.source().size() - start;
    if (declared > available || declared > layout.getSize()) {
      throw file.malformed(
          path,
          "declares "
              + declared
              + " bytes, the file has "
              + Math.max(0, Math.min(available, layout.getSize()))
              + ": the file is truncated or damaged");
    }
    return file.source().slice(start, declared);
  }

  /** Returns what HDF5 says of values that were never written: the fill value, or zeros. */
  private ByteBuffer filled(long declared) {
    ByteBuffer bytes = allocate(declared, 0);
    @Nullable ByteBuffer fill = fillValue(header);
    while (fill != null && bytes.hasRemaining()) {
      bytes.put(fill.duplicate());
    }
    return bytes.rewind();
  }

  static @Nullable ByteBuffer fillValue(ObjectHeader header) {
    if (!header.hasMessageOfType(FillValueMessage.class)) {
      return null;
    }
    FillValueMessage message = header.getMessageOfType(FillValueMessage.class);
    ByteBuffer value = message.isFillValueDefined() ? message.getFillValue() : null;
    int size = header.getMessageOfType(DataTypeMessage.class).getDataType().getSize();
    return value == null || value.remaining() != size ? null : value;
  }

  /** Allocates for a dataset that takes more memory than it takes in the file, within bounds. */
  private ByteBuffer allocate(long declared, long stored) {
    if (declared > BOMB_FLOOR && declared / BOMB_RATIO > stored) {
      throw file.malformed(
          path,
          "declares "
              + declared
              + " bytes, of which "
              + stored
              + " are stored: no honest model shrinks so far");
    }
    if (declared > Integer.MAX_VALUE - 8) {
      throw new UnsupportedModelException(
          file.name(), "'" + path + "' has " + declared + " bytes; a tensor holds at most 2 GiB");
    }
    file.expand(path, header.getAddress(), declared, stored);
    return Memory.allocate(file.name() + ": dataset '" + path + "'", declared);
  }
}
