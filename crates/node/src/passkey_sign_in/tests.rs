//! What is nobody's is verified like what is somebody's. Passkeys of real devices are in the tests of the API.

use super::*;

fn answer(raw_id: &str, authenticator_data: &[u8]) -> PublicKeyCredential {
    let response = SignedCredentialResponse {
        authenticator_data: URL_SAFE_NO_PAD.encode(authenticator_data),
        client_data_json: "e30".into(),
        signature: "AA".into(),
        user_handle: None,
    };
    let signed = SignedCredential { id: raw_id.into(), raw_id: raw_id.into(), response, kind: "public-key".into() };
    read_answer(&signed).unwrap()
}

#[test]
fn what_nobody_has_is_verified_by_a_key_of_its_id() {
    let mut data = [0; 37];
    let key = nobodys(&answer("AQIDBA", &data));
    assert_eq!(key.cred_id().as_slice(), [1, 2, 3, 4]);
    assert_eq!(in_json(&key)["cred"]["backup_eligible"], false);
    data[FLAGS_AT] = MAY_BE_HANDED_ON;
    assert_eq!(in_json(&nobodys(&answer("AQIDBA", &data)))["cred"]["backup_eligible"], true);
    assert_eq!(in_json(&nobodys(&answer("AQIDBA", &[])))["cred"]["backup_eligible"], false);
}

#[test]
fn an_answer_that_is_no_base64url_is_none() {
    let response = SignedCredentialResponse {
        authenticator_data: "!".into(),
        client_data_json: "e30".into(),
        signature: "AA".into(),
        user_handle: None,
    };
    let signed = SignedCredential { id: "AQ".into(), raw_id: "AQ".into(), response, kind: "public-key".into() };
    assert!(read_answer::<PublicKeyCredential>(&signed).is_none());
}
