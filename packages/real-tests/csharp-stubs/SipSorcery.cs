using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace SIPSorcery.Net
{
  public enum RTCSdpType { answer = 0, offer = 1, pranswer = 2, rollback = 3 }

  public enum RTCPeerConnectionState { closed, failed, disconnected, @new, connecting, connected }

  public enum SetDescriptionResultEnum { OK }

  public enum DataChannelPayloadProtocols : uint { WebRTC_String = 51, WebRTC_Binary = 53 }

  public class RTCIceServer
  {
    public string urls;
    public string username;
    public string credential;
  }

  public class RTCConfiguration
  {
    public List<RTCIceServer> iceServers;
  }

  public class RTCSessionDescriptionInit
  {
    public RTCSdpType type { get; set; }
    public string sdp { get; set; }
  }

  public class RTCIceCandidateInit
  {
    public string candidate { get; set; }
    public string sdpMid { get; set; }
    public ushort sdpMLineIndex { get; set; }
  }

  public class RTCIceCandidate
  {
    public string toJSON() => throw new NotImplementedException();
  }

  public class RTCOfferOptions { }

  public class RTCAnswerOptions { }

  public class RTCDataChannelInit
  {
    public bool? ordered { get; set; }
    public ushort? maxRetransmits { get; set; }
    public bool? negotiated { get; set; }
    public ushort? id { get; set; }
  }

  public delegate void OnDataChannelMessageDelegate(
    RTCDataChannel dc, DataChannelPayloadProtocols protocol, byte[] data);

  public class RTCDataChannel
  {
    public event Action onopen { add { } remove { } }
    public event OnDataChannelMessageDelegate onmessage { add { } remove { } }
    public ulong bufferedAmount => throw new NotImplementedException();
    public void send(string message) { }
  }

  public class RTCPeerConnection
  {
    public RTCPeerConnection(RTCConfiguration configuration) { }
    public RTCPeerConnectionState connectionState { get; }
    public event Action<RTCIceCandidate> onicecandidate { add { } remove { } }
    public event Action<RTCPeerConnectionState> onconnectionstatechange { add { } remove { } }
    public RTCSessionDescriptionInit createOffer(RTCOfferOptions options = null) => throw new NotImplementedException();
    public RTCSessionDescriptionInit createAnswer(RTCAnswerOptions options = null) =>
      throw new NotImplementedException();
    public Task setLocalDescription(RTCSessionDescriptionInit description) => throw new NotImplementedException();
    public SetDescriptionResultEnum setRemoteDescription(RTCSessionDescriptionInit init) =>
      throw new NotImplementedException();
    public void addIceCandidate(RTCIceCandidateInit candidateInit) { }
    public Task<RTCDataChannel> createDataChannel(string label, RTCDataChannelInit init = null) =>
      throw new NotImplementedException();
    public void close() { }
  }
}
