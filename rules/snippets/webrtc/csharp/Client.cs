// WebRTC data channel between two peers that meet in a room of a signalling
// server (a WebSocket that relays). SIPSorcery carries every message reliably
// and in order so far; since May 2025 its licence is more than plain BSD.
using System;
using System.Diagnostics;
using System.Collections.Generic;
using System.IO;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SIPSorcery.Net;

class Client
{
  const string Signalling = "{{endpoint}}";
  const string Room = "{{room}}";
  static readonly string Stun = "{{stun}}";
  static readonly bool IsOrdered = "{{ordered}}";
  static readonly bool IsReliable = "{{reliable}}";
  const int MaxSignalBytes = 65_536;
  static readonly string me = Guid.NewGuid().ToString();

  readonly SemaphoreSlim sending = new SemaphoreSlim(1); // one at a time
  ClientWebSocket socket;
  RTCPeerConnection peer;
  string partner; // peer of the connection

  static void Receive(string data)
  {
    Console.WriteLine(data); // your code here
  }

  async Task Signal(string key, JsonNode value)
  {
    var text = new JsonObject { ["from"] = me, [key] = value }.ToJsonString();
    var bytes = new ArraySegment<byte>(Encoding.UTF8.GetBytes(text));
    await sending.WaitAsync();
    try
    {
      if (socket.State != WebSocketState.Open) return;
      using (var limit = new CancellationTokenSource(10_000))
        await socket.SendAsync(
          bytes, WebSocketMessageType.Text, true, limit.Token);
    }
    catch (Exception error) when (error is WebSocketException
      || error is OperationCanceledException)
    {
      Console.Error.WriteLine($"signal: {error.Message}");
    }
    finally
    {
      sending.Release();
    }
  }

  Task Greet()
  {
    partner = null;
    return Signal("hello", "new");
  }

  async Task Describe(RTCSessionDescriptionInit ours)
  {
    await peer.setLocalDescription(ours);
    await Signal("description", new JsonObject
    {
      ["type"] = ours.type.ToString(),
      ["sdp"] = ours.sdp,
    });
  }

  async Task Handle(JsonNode message)
  {
    var from = (string)message["from"];
    var description = message["description"];
    var candidate = message["candidate"];
    if (message["hello"] != null)
    {
      var isReply = (string)message["hello"] == "reply";
      if (isReply && from == partner) return; // both greeted
      partner = from;
      if (!isReply) await Signal("hello", "reply");
      await Open();
      if (string.CompareOrdinal(me, from) > 0) // only one of them offers
        await Describe(peer.createOffer());
    }
    else if (description != null && peer != null)
    {
      var isOffer = (string)description["type"] == "offer";
      peer.setRemoteDescription(new RTCSessionDescriptionInit
      {
        type = isOffer ? RTCSdpType.offer : RTCSdpType.answer,
        sdp = (string)description["sdp"],
      });
      if (isOffer) await Describe(peer.createAnswer());
    }
    else if (candidate != null && peer != null)
    {
      peer.addIceCandidate(new RTCIceCandidateInit
      {
        candidate = (string)candidate["candidate"],
        sdpMid = (string)candidate["sdpMid"],
        sdpMLineIndex = (ushort)(int)candidate["sdpMLineIndex"],
      });
    }
  }

  async Task Open()
  {
    peer?.close();
    var servers = new List<RTCIceServer>();
    if (Stun != "") servers.Add(new RTCIceServer { urls = Stun });
    // Secrets come from the environment, never from the source.
    var turn = Environment.GetEnvironmentVariable("TURN_URL");
    if (turn != null)
      servers.Add(new RTCIceServer
      {
        urls = turn,
        username = Environment.GetEnvironmentVariable("TURN_USERNAME"),
        credential = Environment.GetEnvironmentVariable("TURN_PASSWORD"),
      });
    var configuration = new RTCConfiguration { iceServers = servers };
    var pc = new RTCPeerConnection(configuration);
    peer = pc;
    pc.onicecandidate += candidate =>
      _ = Signal("candidate", JsonNode.Parse(candidate.toJSON()));
    pc.onconnectionstatechange += state =>
    {
      Console.Error.WriteLine($"peer {state}");
      if (pc == peer && state == RTCPeerConnectionState.failed)
        _ = Greet(); // start again with new candidates
    };
    var channel = await pc.createDataChannel("data", new RTCDataChannelInit
    {
      negotiated = true,
      id = 0,
      ordered = IsOrdered,
      maxRetransmits = IsReliable ? null : (ushort?)0,
    });
    // Before you send much data, check channel.bufferedAmount.
    channel.onopen += () => channel.send($"hello from {me}");
    channel.onmessage += (source, protocol, data) =>
      Receive(Encoding.UTF8.GetString(data));
  }

  async Task Listen()
  {
    var buffer = new ArraySegment<byte>(new byte[4096]);
    var signal = new MemoryStream();
    while (true)
    {
      var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
      if (part.MessageType == WebSocketMessageType.Close) return;
      signal.Write(buffer.Array, 0, part.Count);
      if (signal.Length > MaxSignalBytes) throw new IOException("too long");
      if (!part.EndOfMessage) continue;
      try
      {
        await Handle(JsonNode.Parse(Encoding.UTF8.GetString(signal.ToArray())));
      }
      catch (Exception error) // not a signal of this program
      {
        Console.Error.WriteLine($"signal: {error.Message}");
      }
      signal.SetLength(0);
    }
  }

  async Task Run()
  {
    var url = new Uri($"{Signalling}?room={Uri.EscapeDataString(Room)}");
    var random = new Random();
    // Secrets come from the environment, never from the source.
    var token = Environment.GetEnvironmentVariable("TOKEN");
    var pauseMs = 500.0;
    while (true)
    {
      var clock = Stopwatch.StartNew();
      using (socket = new ClientWebSocket())
      {
        try
        {
          if (token != null)
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
          using (var limit = new CancellationTokenSource(10_000))
            await socket.ConnectAsync(url, limit.Token);
          if (peer?.connectionState != RTCPeerConnectionState.connected)
            await Greet();
          await Listen();
        }
        catch (Exception error) when (error is WebSocketException
          || error is OperationCanceledException || error is IOException)
        {
          Console.Error.WriteLine($"signalling: {error.Message}");
        }
      }
      // The data channel does not need the server meanwhile.
      if (clock.ElapsedMilliseconds > 30_000) pauseMs = 500; // it was stable
      await Task.Delay((int)(pauseMs * (0.5 + random.NextDouble() / 2)));
      pauseMs = Math.Min(30_000, pauseMs * 2);
    }
  }

  static void Main()
  {
    Action<PosixSignalContext> exit = context => Environment.Exit(0);
    // Without these, process 1 of a container ignores the stop signals.
    using (PosixSignalRegistration.Create(PosixSignal.SIGINT, exit))
    using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, exit))
      new Client().Run().GetAwaiter().GetResult();
  }
}
