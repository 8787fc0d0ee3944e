package dev.tenon.formats.hdf5;

import dev.tenon.error.MalformedModelException;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A named member of a group.
 *
 * @param address where its header lies
 * @param elsewhere says where a link leads that is not to be followed; null for a true member
 */
record Hdf5Link(long address, @Nullable String elsewhere) {
  private static final long UNDEFINED = -1;
  private static final int SOFT_LINK = 2;

  /** Reads the members of a group, which HDF5 keeps in one of three ways. */
  static Map<String, Hdf5Link> of(Hdf5Storage storage, ObjectHeader header) {
    Map<String, Hdf5Link> links = new LinkedHashMap<>();
    if (header.hasMessageOfType(SymbolTableMessage.class)) {
      readTable(storage, header.getMessageOfType(SymbolTableMessage.class), links);
      return links;
    }
    for (LinkMessage message : header.getMessagesOfType(LinkMessage.class)) {
      add(links, message);
    }
    if (header.hasMessageOfType(LinkInfoMessage.class)) {
      LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
      if (info.getBTreeNameIndexAddress() != UNDEFINED) {
        readIndex(storage, info, links);
      }
    }
    return links;
  }

  private static void readTable(
      Hdf5Storage storage, SymbolTableMessage table, Map<String, Hdf5Link> links) {
    BTreeV1 tree = BTreeV1.createGroupBTree(storage, table.getBTreeAddress());
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    for (long node : tree.getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        String name = name(names, entry.getLinkNameOffset());
        boolean soft = entry.getCacheType() == SOFT_LINK;
        put(
            links,
            name,
            soft
                ? new Hdf5Link(UNDEFINED, "a soft link")
                : new Hdf5Link(entry.getObjectHeaderAddress(), null));
      }
    }
  }

  private static void readIndex(
      Hdf5Storage storage, LinkInfoMessage info, Map<String, Hdf5Link> links) {
    BTreeV2<LinkNameForIndexedGroupRecord> tree =
        new BTreeV2<>(storage, info.getBTreeNameIndexAddress());
    List<LinkNameForIndexedGroupRecord> records = tree.getRecords();
    if (records.isEmpty()) {
      return;
    }
    FractalHeap heap = new FractalHeap(storage, info.getFractalHeapAddress());
    for (LinkNameForIndexedGroupRecord record : records) {
      add(links, LinkMessage.fromBuffer(heap.getId(record.getId()), storage.getSuperblock()));
    }
  }

  private static void add(Map<String, Hdf5Link> links, LinkMessage message) {
    Hdf5Link link =
        switch (message.getLinkType()) {
          case HARD -> new Hdf5Link(message.getHardLinkAddress(), null);
          case SOFT -> new Hdf5Link(UNDEFINED, "a soft link to '" + message.getSoftLink() + "'");
          case EXTERNAL ->
              new Hdf5Link(
                  UNDEFINED, "a link into another file ('" + message.getExternalFile() + "')");
        };
    put(links, message.getLinkName(), link);
  }

  private static void put(Map<String, Hdf5Link> links, String name, Hdf5Link link) {
    if (name.isEmpty() || name.indexOf('/') >= 0) {
      throw new MalformedModelException("a member has the impossible name '" + name + "'");
    }
    if (links.put(name, link) != null) {
      throw new MalformedModelException("two members are named '" + name + "'");
    }
  }

  private static String name(ByteBuffer names, int offset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (offset < 0) {
      throw new MalformedModelException("a member's name is said to lie at " + offset);
    }
    int at = offset;
    while (at < names.limit() && names.get(at) != 0) {
      bytes.write(names.get(at));
      at++;
    }
    if (at >= names.limit()) {
      throw new MalformedModelException("a member's name reaches past the end of its heap");
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
