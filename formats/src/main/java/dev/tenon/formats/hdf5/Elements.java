package dev.tenon.formats.hdf5;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Memory;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import io.jhdf.GlobalHeap;
import io.jhdf.object.datatype.BitField;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OpaqueDataType;
import io.jhdf.object.datatype.OrderedDataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.DataSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns stored elements into a tensor. */
final class Elements {
  private static final int NULL_SPACE = 2;
  private static final long MOST_EMPTY_STRINGS = 1 << 20;

  private final Hdf5File file;
  private final String path;
  private final DataType type;
  private final long[] shape;
  private final boolean bfloat16;
  private long heapBytes;

  /**
   * Takes the elements' type and shape.
   *
   * @param bfloat16 says that two-byte elements are bfloat16, which HDF5 has no type for
   */
  Elements(Hdf5File file, String path, DataType type, long[] shape, boolean bfloat16) {
    this.file = file;
    this.path = path;
    this.type = type;
    this.shape = shape;
    this.bfloat16 = bfloat16;
  }

  DataType type() {
    return type;
  }

  long[] shape() {
    return shape.clone();
  }

  /** Returns the lengths of the axes; a space without any elements has one axis of length 0. */
  static long[] shape(DataSpace space) {
    if (space.getType() == NULL_SPACE) {
      return new long[] {0};
    }
    return Arrays.stream(space.getDimensions()).asLongStream().toArray();
  }

  /** Returns how many elements the shape has. */
  long count() {
    long count = 1;
    for (long length : shape) {
      if (length < 0) {
        throw file.malformed(path, "has an axis of length " + length + ": the file is damaged");
      }
      count = length == 0 ? 0 : Math.multiplyExact(count, length);
    }
    return count;
  }

  /** Returns how many bytes the elements take in the file (for long strings, their addresses). */
  long storedBytes() {
    if (type.getSize() < 0) {
      throw file.malformed(path, "has elements of impossible size: the file is damaged");
    }
    return Math.multiplyExact(count(), (long) type.getSize());
  }

  /**
   * Returns the tensor of the elements.
   *
   * @param bytes exactly the bytes that the shape needs, or more
   */
  Tensor decode(ByteBuffer bytes) {
    long count = count();
    long needed = storedBytes();
    if (count > Integer.MAX_VALUE) {
      throw new UnsupportedModelException(
          file.name(), "'" + path + "' has " + count + " elements; a tensor holds at most 2^31");
    }
    if (needed > bytes.remaining()) {
      throw file.malformed(
          path,
          "declares "
              + needed
              + " bytes, the file has "
              + bytes.remaining()
              + ": the file is truncated or damaged");
    }
    ByteBuffer exact = bytes.slice(bytes.position(), (int) needed);
    if (type instanceof StringData || type instanceof VariableLength) {
      return strings(exact, (int) count);
    }
    DType dtype = dtype();
    return Tensor.of(dtype, shape, order() == ByteOrder.BIG_ENDIAN ? swapped(exact) : exact);
  }

  private DType dtype() {
    // Keras' legacy files have bfloat16 as two opaque bytes, without the attribute that says so.
    boolean brain = type.getSize() == 2 && (bfloat16 || type instanceof OpaqueDataType);
    DType dtype = brain ? DType.BFLOAT16 : dtype(type);
    if (dtype == null) {
      throw new UnsupportedModelException(
          file.name(),
          "'"
              + path
              + "' has elements of type "
              + type.getClass().getSimpleName()
              + " of "
              + type.getSize()
              + " bytes; Tenon reads numbers of usual width, truth values and strings");
    }
    return dtype;
  }

  private static @Nullable DType dtype(DataType type) {
    if (type instanceof FloatingPoint number) {
      return switch (number.getSize()) {
        case 2 ->
            number.getExponentSize() == 5
                ? DType.FLOAT16
                : number.getExponentSize() == 8 ? DType.BFLOAT16 : null;
        case 4 -> number.getExponentSize() == 8 ? DType.FLOAT32 : null;
        case 8 -> number.getExponentSize() == 11 ? DType.FLOAT64 : null;
        default -> null;
      };
    }
    if (type instanceof FixedPoint number) {
      boolean plain = number.getBitOffset() == 0 && number.getBitPrecision() == 8 * type.getSize();
      return plain ? integer(type.getSize(), number.isSigned()) : null;
    }
    if (type instanceof EnumDataType choice) {
      // h5py writes NumPy's bool as the choice between FALSE and TRUE.
      boolean bool =
          choice.getSize() == 1
              && Set.copyOf(choice.getEnumMapping().values()).equals(Set.of("FALSE", "TRUE"));
      return bool ? DType.BOOL : dtype(choice.getBaseType());
    }
    if (type instanceof BitField) {
      return integer(type.getSize(), false);
    }
    return null;
  }

  private static @Nullable DType integer(int size, boolean signed) {
    return switch (size) {
      case 1 -> signed ? DType.INT8 : DType.UINT8;
      case 2 -> signed ? DType.INT16 : DType.UINT16;
      case 4 -> signed ? DType.INT32 : DType.UINT32;
      case 8 -> signed ? DType.INT64 : DType.UINT64;
      default -> null;
    };
  }

  private ByteOrder order() {
    DataType base = type instanceof EnumDataType choice ? choice.getBaseType() : type;
    return base instanceof OrderedDataType ordered && !(base instanceof OpaqueDataType)
        ? ordered.getByteOrder()
        : ByteOrder.LITTLE_ENDIAN;
  }

  private ByteBuffer swapped(ByteBuffer bytes) {
    ByteBuffer big = bytes.slice().order(ByteOrder.BIG_ENDIAN);
    ByteBuffer little = Memory.allocate(file.name() + ": '" + path + "'", big.remaining());
    switch (type.getSize()) {
      case 2 -> little.asShortBuffer().put(big.asShortBuffer());
      case 4 -> little.asIntBuffer().put(big.asIntBuffer());
      case 8 -> little.asLongBuffer().put(big.asLongBuffer());
      default -> little.duplicate().put(big);
    }
    return little;
  }

  private Tensor strings(ByteBuffer bytes, int count) {
    if (type.getSize() == 0 && count > MOST_EMPTY_STRINGS) {
      throw file.malformed(path, "declares " + count + " strings without a byte");
    }
    String[] strings = new String[count];
    if (type instanceof StringData fixed) {
      byte[] one = new byte[type.getSize()];
      for (int i = 0; i < count; i++) {
        bytes.get(i * one.length, one);
        strings[i] = fixed(one, fixed.getPaddingType());
      }
    } else if (type instanceof VariableLength variable && variable.isVariableLengthString()) {
      int slot = 8 + file.storage().getSizeOfOffsets();
      if (type.getSize() != slot) {
        throw file.malformed(
            path,
            "has strings of any length in places of "
                + type.getSize()
                + " bytes; expected "
                + slot
                + ": the file is damaged");
      }
      ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      Map<Long, GlobalHeap> heaps = new HashMap<>();
      for (int i = 0; i < count; i++) {
        strings[i] = variable(little.slice(i * type.getSize(), type.getSize()), heaps);
      }
    } else {
      throw new UnsupportedModelException(
          file.name(), "'" + path + "' holds lists of varying length; Tenon reads strings only");
    }
    return Tensor.ofStrings(strings, new long[] {count}).reshape(shape);
  }

  private static String fixed(byte[] bytes, StringData.PaddingType padding) {
    int end = 0;
    switch (padding) {
      case NULL_TERMINATED -> {
        while (end < bytes.length && bytes[end] != 0) {
          end++;
        }
      }
      case NULL_PADDED -> {
        end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
          end--;
        }
      }
      case SPACE_PADDED -> {
        end = bytes.length;
        while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == 0)) {
          end--;
        }
      }
    }
    // Files call their UTF-8 text ASCII, so the declared alphabet says little.
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** Reads a string that lies in a heap: its length, the heap's address, its number there. */
  private String variable(ByteBuffer slot, Map<Long, GlobalHeap> heaps) {
    slot.order(ByteOrder.LITTLE_ENDIAN);
    Hdf5Storage storage = file.storage();
    int offsets = storage.getSizeOfOffsets();
    long length = slot.getInt(0) & 0xffffffffL;
    long address = offsets == 4 ? slot.getInt(4) & 0xffffffffL : slot.getLong(4);
    int index = slot.getInt(4 + offsets);
    if (length == 0 || address == 0 || index == 0) {
      return "";
    }
    // Every string has bytes of its own in an honest file, so together they fit into it.
    heapBytes += length;
    if (address < 0 || address > storage.size() || heapBytes > storage.size()) {
      throw file.malformed(
          path,
          "has strings of "
              + heapBytes
              + " bytes at "
              + Long.toUnsignedString(address)
              + ", the file has "
              + storage.size()
              + ": it is truncated or damaged");
    }
    GlobalHeap heap = heaps.computeIfAbsent(address, at -> new GlobalHeap(storage, at));
    ByteBuffer object = heap.getObjectData(index);
    if (length > object.remaining()) {
      throw file.malformed(
          path, "has a string of " + length + " bytes in a place of " + object.remaining());
    }
    byte[] bytes = new byte[(int) length];
    object.get(object.position(), bytes);
    return fixed(bytes, StringData.PaddingType.NULL_TERMINATED);
  }
}
