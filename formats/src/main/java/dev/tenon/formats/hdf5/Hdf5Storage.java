package dev.tenon.formats.hdf5;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import io.jhdf.Superblock;
import io.jhdf.exceptions.InMemoryHdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Hands the bytes of a file to jHDF's parsers, and only so many of them.
 *
 * <p>A hostile file can make its trees refer to themselves, so that a walk would never end or visit
 * the same node 2^100 times. An honest file needs each byte of its structure about once: reading
 * far more than there is ends in an exception.
 */
final class Hdf5Storage implements HdfBackingStorage {
  private static final long MOST_READS = 4_000_000;

  private final Source source;
  private final Superblock superblock;
  private long readsLeft;
  private long bytesLeft;

  Hdf5Storage(Source source, Superblock superblock) {
    this.source = source;
    this.superblock = superblock;
    allow();
  }

  /** Grants another operation its share of reads. */
  void allow() {
    readsLeft = Math.min(MOST_READS, 10_000 + source.size() / 4);
    bytesLeft = (64L << 20) + 4 * source.size();
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return map(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    if (address < 0 || address > source.size()) {
      throw new MalformedModelException(
          source.name(),
          "a part is said to lie at "
              + Long.toUnsignedString(address)
              + ", the file has "
              + source.size()
              + " bytes: the file is truncated or damaged");
    }
    return mapNoOffset(address + superblock.getBaseAddressByte(), length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    readsLeft--;
    bytesLeft -= length;
    if (readsLeft < 0 || bytesLeft < 0) {
      throw new MalformedModelException(
          source.name(), "its structure refers to itself without end: the file is an attack");
    }
    return source.slice(address, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public long getUserBlockSize() {
    return superblock.getBaseAddressByte();
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new InMemoryHdfException();
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    // The source belongs to the caller.
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
