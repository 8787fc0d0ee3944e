package dev.tenon.formats.hdf5;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import io.jhdf.Superblock.SuperblockV0V1;
import io.jhdf.Superblock.SuperblockV2V3;
import io.jhdf.SymbolTableEntry;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HDF5 file, read in pure Java without trust in its content.
 *
 * <p>Every fault of a file gives a {@link MalformedModelException} or an {@link
 * UnsupportedModelException} with the file and the path inside. Sizes are checked against the file
 * before memory is allocated. Thread-safe.
 */
public final class Hdf5File implements AutoCloseable {
  private static final long SIGNATURE = 0x0a1a0a0d46444889L;
  private static final long SUPERBLOCK = 512;

  /** The most that all datasets together may take beyond what the file stores. */
  private static final long EXPANSION_FLOOR = 1L << 30;

  private static final long EXPANSION_RATIO = 64;

  private final Source source;
  private final Hdf5Storage storage;
  private final Hdf5Group root;
  // Paths are walked from the root over and over: what was parsed once is kept.
  private final Map<Long, ObjectHeader> headers = new ConcurrentHashMap<>();
  private final Map<Long, Map<String, Hdf5Link>> links = new ConcurrentHashMap<>();
  private final Set<Long> expandedAddresses = new HashSet<>();
  private long expanded;

  private Hdf5File(Source source) {
    this.source = source;
    Superblock superblock = guarded("/", () -> superblock(source));
    this.storage = new Hdf5Storage(source, superblock);
    long address = guarded("/", () -> rootAddress(superblock));
    this.root = new Hdf5Group(this, "/", List.of(address), header("/", address));
  }

  /**
   * Opens a file; the source stays the caller's to close.
   *
   * @throws MalformedModelException if it is damaged or no HDF5 file
   * @throws UnsupportedModelException if it uses unsupported features
   */
  public static Hdf5File open(Source source) {
    return new Hdf5File(source);
  }

  /** Returns the root group. */
  public Hdf5Group root() {
    return root;
  }

  /** Returns the name that messages use. */
  public String name() {
    return source.name();
  }

  /** Does nothing: the source is the caller's, and tensors read from it stay valid. */
  @Override
  public void close() {}

  Source source() {
    return source;
  }

  Hdf5Storage storage() {
    return storage;
  }

  ObjectHeader header(String path, long address) {
    ObjectHeader header = headers.get(address);
    if (header == null) {
      header = guarded(path, () -> Hdf5Header.read(storage, address));
      headers.put(address, header);
    }
    return header;
  }

  /** Returns the members of the group that a header describes. */
  Map<String, Hdf5Link> links(String path, ObjectHeader header) {
    Map<String, Hdf5Link> known = links.get(header.getAddress());
    if (known == null) {
      known = guarded(path, () -> Hdf5Link.of(storage, header));
      links.put(header.getAddress(), known);
    }
    return known;
  }

  /** Returns the offset of an object from the first byte of the source. */
  long absolute(long address) {
    return address + storage.getUserBlockSize();
  }

  MalformedModelException malformed(String path, String what) {
    return new MalformedModelException(source.name(), "'" + path + "' " + what);
  }

  /**
   * Counts the memory of a dataset beyond its stored size, once for each dataset.
   *
   * @throws MalformedModelException if it is more than an honest file would need
   */
  void expand(String path, long address, long declared, long stored) {
    synchronized (storage) {
      if (declared > stored && expandedAddresses.add(address)) {
        expanded += declared - stored;
        if (expanded > EXPANSION_FLOOR && expanded / EXPANSION_RATIO > source.size()) {
          throw malformed(
              path,
              "and the datasets before it unpack to "
                  + expanded
                  + " bytes more than the file has ("
                  + source.size()
                  + "): no honest model shrinks so far");
        }
      }
    }
  }

  /**
   * Runs a parser of jHDF, and turns whatever it throws into a sentence about the file.
   *
   * <p>Those parsers were written for good files: on others they fail with almost any runtime
   * exception, and by running out of stack where structures nest without end. So this is the one
   * place where an exception of no known type counts as a damaged file.
   */
  <T> T guarded(String path, Supplier<T> parser) {
    try {
      if (storage == null) {
        return parser.get();
      }
      synchronized (storage) {
        storage.allow();
        return parser.get();
      }
    } catch (MalformedModelException | UnsupportedModelException e) {
      throw e;
    } catch (StackOverflowError e) {
      throw new MalformedModelException(
          source.name(), "'" + path + "' nests without end: the file is an attack", e);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedModelException(
          source.name(),
          "'" + path + "' does not fit into memory: start the JVM with a larger -Xmx",
          List.of(),
          e);
    } catch (RuntimeException e) {
      throw translate(path, e);
    }
  }

  private RuntimeException translate(String path, RuntimeException failure) {
    @Nullable String reason = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MalformedModelException malformed) {
        return new MalformedModelException(
            source.name(), "'" + path + "' cannot be read: " + malformed.getMessage(), failure);
      }
      if (cause instanceof UnsupportedHdfException && cause.getMessage() != null) {
        return unsupported(path, cause.getMessage(), failure);
      }
      if (cause instanceof HdfException && cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return new MalformedModelException(
        source.name(),
        "'"
            + path
            + "' cannot be read ("
            + (reason == null ? "its parts do not fit together" : reason)
            + "): the file is truncated or damaged, fetch it again",
        failure);
  }

  private UnsupportedModelException unsupported(String path, String reason, Throwable failure) {
    String text =
        reason.toLowerCase(Locale.ROOT).contains("virtual")
            ? "is a virtual dataset: its values lie in other files, which Tenon does not open"
            : "uses a part of HDF5 that Tenon does not read (" + reason + ")";
    return new UnsupportedModelException(
        source.name(),
        "'" + path + "' " + text + ": save the model again with Keras",
        List.of(),
        failure);
  }

  private static Superblock superblock(Source source) {
    // A block of the user's own may come first, of 512 bytes or that doubled.
    for (long at = 0; at <= source.size() - 8; at = at == 0 ? 512 : at * 2) {
      if (source.slice(at, 8).getLong(0) == SIGNATURE) {
        ByteBuffer bytes = source.slice(at, Math.min(SUPERBLOCK, source.size() - at));
        Superblock superblock = Superblock.readSuperblock(bytes);
        if (superblock.getBaseAddressByte() != at) {
          throw new MalformedModelException(
              source.name(),
              "the HDF5 signature lies at "
                  + at
                  + " and the header says "
                  + superblock.getBaseAddressByte()
                  + ": the file is damaged");
        }
        if (superblock.getSizeOfOffsets() != 8 || superblock.getSizeOfLengths() != 8) {
          throw new UnsupportedModelException(
              source.name(),
              "its addresses have "
                  + superblock.getSizeOfOffsets()
                  + " bytes and its lengths "
                  + superblock.getSizeOfLengths()
                  + ", Tenon reads those of 8: save the model again with Keras");
        }
        return superblock;
      }
    }
    throw new MalformedModelException(source.name(), "is no HDF5 file: its signature is missing");
  }

  private long rootAddress(Superblock superblock) {
    if (superblock instanceof SuperblockV0V1 old) {
      // Counted from where the superblock was read, which is where addresses count from.
      return new SymbolTableEntry(storage, old.getRootGroupSymbolTableAddress())
          .getObjectHeaderAddress();
    }
    if (superblock instanceof SuperblockV2V3 recent) {
      return recent.getRootGroupObjectHeaderAddress();
    }
    throw new UnsupportedHdfException("superblock version " + superblock.getVersionOfSuperblock());
  }
}
